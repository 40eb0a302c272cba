import { assertEquals } from "@std/assert";
import { fromHome, harmlessName, readPath, withCount } from "../../../../server/cli/talk/paths.ts";

Deno.test("readPath() reads a path as a shell does, and leaves the words behind it", () => {
  const cases: [line: string, path: string, words: string][] = [
    ["a.txt", "a.txt", ""],
    ["a.txt  look at\nthis", "a.txt", "look at\nthis"],
    ["my\\ file.txt look", "my file.txt", "look"],
    ['"my file.txt" look', "my file.txt", "look"],
    ["'it is \"one\"' x", 'it is "one"', "x"],
    ['"open end', '"open', "end"],
    ["a\\\\b x", "a\\b", "x"],
    ["", "", ""],
  ];
  assertEquals(cases.map(([line]) => [line, ...Object.values(readPath(line))]), cases);
});

Deno.test("fromHome() knows the home folder by its tilde alone", () => {
  const paths = ["~", "~/a", "~b/a", "a/~/b"];
  assertEquals(paths.map((path) => fromHome(path, "/home/ada")), [
    "/home/ada",
    "/home/ada/a",
    "~b/a",
    "a/~/b",
  ]);
  assertEquals(fromHome("~/a", undefined), "~/a");
});

Deno.test("harmlessName() leads nowhere else and hides nothing", () => {
  const cases: [name: string, harmless: string][] = [
    ["holiday.jpg", "holiday.jpg"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["..", "file"],
    [".bashrc", "bashrc"],
    ["-rf", "rf"],
    ["a\u202egpj.exe", "a_gpj.exe"],
    ["a\x1b[2J\n.txt", "a_[2J_.txt"],
    ["C:\\x|y", "C__x_y"],
    ["фото.png", "фото.png"],
    ["", "file"],
  ];
  assertEquals(cases.map(([name]) => [name, harmlessName(name)]), cases);
  assertEquals(harmlessName(`${"x".repeat(500)}.png`).length, 100);
});

Deno.test("withCount() counts before the ending", () => {
  assertEquals(["a.jpg", "a.tar.gz", "a"].map((name) => withCount(name, 2)), [
    "a (2).jpg",
    "a.tar (2).gz",
    "a (2)",
  ]);
  assertEquals(withCount("a.jpg", 1), "a.jpg");
});
