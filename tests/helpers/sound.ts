/** A second of a note that nobody owns, as WAV. */
export function tone(seconds = 1, hertz = 440): Uint8Array<ArrayBuffer> {
  const rate = 8000;
  const bytes = new Uint8Array(44 + rate * seconds);
  const view = new DataView(bytes.buffer);
  const words = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  words(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  words(36, "data");
  view.setUint32(40, bytes.length - 44, true);
  for (let i = 0; i < rate * seconds; i++) {
    bytes[44 + i] = 128 + 60 * Math.sin((2 * Math.PI * hertz * i) / rate);
  }
  return bytes;
}
