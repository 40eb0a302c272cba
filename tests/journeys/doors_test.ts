/** At the door with a real browser, which cannot read why an upgrade failed. */
import { journey } from "../helpers/journey.ts";

journey(
  "who is not let in after being away is told so and asked again (security H2)",
  async (way) => {
    const ada = await way.person("Ada");
    const { page } = ada;
    await way.server.end("SIGTERM");
    await page.context().clearCookies();
    await way.serves();
    await page.locator("input[name=name]").waitFor();
    way.forgivesLostConnections();
    way.forgives(
      /WebSocket connection to .* failed|status of 401|Unexpected response code: 401|net::ERR_FAILED/,
    );
    await ada.enters("Ada");
    await ada.says("in again");
    await ada.hears("in again");
  },
);
