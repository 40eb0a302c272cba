import { assertAlmostEquals, assertEquals } from "@std/assert";
import { moveZoom, pinchZoom, toggleZoom, WHOLE, zoomAt } from "../../../client/text/zoom.js";

const FRAME = {
  stage: { width: 400, height: 800 },
  picture: { width: 400, height: 300 },
  own: { width: 800, height: 600 },
};
const NOTHING = { width: 0, height: 0 };
const isSound = ({ scale, x, y }: typeof WHOLE) =>
  [scale, x, y].every(Number.isFinite) && scale >= 1;

Deno.test("what is at the point stays there while the picture grows", () => {
  const point = { x: 100, y: 0 };
  const before = zoomAt(FRAME, WHOLE, 3);
  const after = zoomAt(FRAME, before, 6, point);
  assertAlmostEquals((point.x - before.x) / before.scale, (point.x - after.x) / after.scale);
});

Deno.test("a picture is never smaller than whole, nor larger than its bound", () => {
  assertEquals(zoomAt(FRAME, WHOLE, 0.2), WHOLE);
  assertEquals(zoomAt(FRAME, WHOLE, 1000).scale, 8);
  const hair = { ...FRAME, picture: { width: 400, height: 4 }, own: { width: 4000, height: 40 } };
  assertEquals(zoomAt(hair, WHOLE, 1000).scale, 20, "twice its own pixels");
});

Deno.test("a moved picture leaves no gap at either side", () => {
  const large = zoomAt(FRAME, WHOLE, 4);
  assertEquals(moveZoom(FRAME, large, { x: 5000, y: -5000 }), { scale: 4, x: 600, y: -200 });
  assertEquals(moveZoom(FRAME, WHOLE, { x: 50, y: 50 }), WHOLE, "a whole one stays in the middle");
  const short = zoomAt(FRAME, WHOLE, 2);
  assertEquals(moveZoom(FRAME, short, { x: 30, y: 90 }), { scale: 2, x: 30, y: 0 });
});

Deno.test("shrinking at an edge brings the picture back to its middle", () => {
  const edge = moveZoom(FRAME, zoomAt(FRAME, WHOLE, 4), { x: 600, y: 200 });
  assertEquals(zoomAt(FRAME, edge, 1, { x: -200, y: 300 }), WHOLE);
});

Deno.test("two fingers zoom at their middle and drag", () => {
  const [before, after] = [[{ x: -50, y: 0 }, { x: 50, y: 0 }], [{ x: -90, y: 0 }, {
    x: 110,
    y: 0,
  }]];
  assertEquals(pinchZoom(FRAME, WHOLE, before, after), { scale: 2, x: 10, y: 0 });
});

Deno.test("one finger drags, and a third is not counted", () => {
  const large = zoomAt(FRAME, WHOLE, 2);
  assertEquals(pinchZoom(FRAME, large, [{ x: 0, y: 0 }], [{ x: 20, y: 0 }]).x, 20);
  const two = [{ x: -50, y: 0 }, { x: 50, y: 0 }];
  const moved = [{ x: -60, y: 0 }, { x: 60, y: 0 }];
  assertEquals(
    pinchZoom(FRAME, large, [...two, { x: 9, y: 9 }], [...moved, { x: 300, y: 300 }]),
    pinchZoom(FRAME, large, two, moved),
  );
});

Deno.test("no finger, and two at one place, change no scale", () => {
  const large = zoomAt(FRAME, WHOLE, 2);
  assertEquals(pinchZoom(FRAME, large, [], []), large);
  const same = [{ x: 5, y: 5 }, { x: 5, y: 5 }];
  const apart = [{ x: 0, y: 5 }, { x: 10, y: 5 }];
  assertEquals(pinchZoom(FRAME, large, same, apart), large);
  assertEquals(pinchZoom(FRAME, large, apart, same), large);
});

Deno.test("a double tap enlarges at its place, and takes it back", () => {
  const large = toggleZoom(FRAME, WHOLE, { x: 100, y: 0 });
  assertEquals(large, { scale: 2.5, x: -150, y: 0 });
  assertEquals(toggleZoom(FRAME, large, { x: -7, y: 9 }), WHOLE);
  const detailed = { ...FRAME, own: { width: 2000, height: 1500 } };
  assertEquals(toggleZoom(detailed, WHOLE, { x: 0, y: 0 }).scale, 5, "its own pixels");
});

Deno.test("sizes of nothing and numbers that are none give a sound zoom", () => {
  const empty = { stage: NOTHING, picture: NOTHING, own: NOTHING };
  for (const frame of [FRAME, empty, { ...FRAME, picture: NOTHING }, { ...FRAME, own: NOTHING }]) {
    for (const bad of [NaN, Infinity, -Infinity, 0, -3]) {
      const point = { x: bad, y: bad };
      const large = zoomAt(frame, WHOLE, 3);
      for (
        const zoom of [
          zoomAt(frame, WHOLE, bad),
          zoomAt(frame, large, 4, point),
          moveZoom(frame, large, point),
          toggleZoom(frame, WHOLE, point),
          pinchZoom(frame, large, [point, { x: 1, y: 1 }], [{ x: 2, y: 2 }, point]),
        ]
      ) assertEquals(isSound(zoom), true, `${JSON.stringify(frame)} ${bad}`);
    }
  }
});
