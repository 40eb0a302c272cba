import { assertEquals } from "@std/assert";
import { InstallOffer } from "../../../client/device/install_offer.js";

type Page = ConstructorParameters<typeof InstallOffer>[0];

function page(standalone?: boolean) {
  const target = Object.assign(new EventTarget(), { navigator: { standalone } });
  const asked: string[] = [];
  const offers = () => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    return target.dispatchEvent(
      Object.assign(event, { prompt: () => Promise.resolve(asked.push("asked")) }),
    );
  };
  return { offer: new InstallOffer(target as unknown as Page), offers, asked };
}

Deno.test("an offer to install is held back until somebody wants it, and used once", async () => {
  const { offer, offers, asked } = page();
  assertEquals(offer.way, null);
  assertEquals(offers(), false, "the browser does not ask by itself");
  assertEquals([offer.way, asked.length], ["press", 0]);
  await offer.accept();
  await offer.accept();
  assertEquals([offer.way, asked], [null, ["asked"]]);
  offers();
  assertEquals(offer.way, "press", "and it may be made again");
});

Deno.test("on an iPhone it is installed by hand, and where it is installed not again", () => {
  assertEquals(page(false).offer.way, "by_hand");
  assertEquals(page(true).offer.way, null);
  assertEquals(page().offer.way, null);
});
