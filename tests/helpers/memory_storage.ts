/** A browser's storage in memory: its keys are properties, as a browser has them. */
export class MemoryStorage implements Storage {
  // deno-lint-ignore no-explicit-any -- the shape a browser has
  [name: string]: any;

  get length(): number {
    return Object.keys(this).length;
  }

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key: string, value: string): void {
    this[key] = value;
  }

  removeItem(key: string): void {
    delete this[key];
  }

  clear(): void {
    for (const key of Object.keys(this)) delete this[key];
  }

  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }
}
