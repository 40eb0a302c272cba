/** The frame of the screen: the name to choose, or rooms, the conversation and who is in it. */
import { html } from "htm/preact";
import { Banner } from "./banner.js";
import { Conversation } from "./conversation.js";
import { Dialogs } from "./dialogs.js";
import { useActions, useSelect } from "./hooks.js";
import { useShortcuts } from "./keys.js";
import { NameScreen } from "./name_screen.js";
import { People } from "./people.js";
import { RoomList } from "./room_list.js";
import { Lazy } from "./lazy.js";
import { Toasts } from "./toasts.js";
import { Wordmark } from "./wordmark.js";

const resetScreen = () => import("./lazy/reset_screen.js").then(({ ResetScreen }) => ResetScreen);
const handoverScreen = () =>
  import("./lazy/handover_screen.js").then(({ HandoverScreen }) => HandoverScreen);

export function App() {
  const phase = useSelect((state) => state.phase);
  const actions = useActions();
  // Who goes on without their link is asked for a name like anybody.
  useSelect((state) => state.door);
  const panel = useSelect((state) => state.panel);
  if (phase === "loading") {
    return html`
      <main class="welcome welcome--waiting" aria-busy="true">
        <div class="welcome__card">
          <${Wordmark} />
        </div>
        <${Banner} class="banner-place--alone" />
      </main>
    `;
  }
  if (phase === "name" && actions.links.isResetting) {
    return html`<${Lazy} key="reset" load=${resetScreen} />`;
  }
  if (phase === "name" && actions.links.isHandedOver) {
    return html`<${Lazy} key="handover" load=${handoverScreen} />`;
  }
  if (phase === "name") return html`<${NameScreen} />`;
  return html`<${Chat} panel=${panel} />`;
}

/** @param {{ panel: string }} props */
function Chat({ panel }) {
  useShortcuts();
  return html`
    <main class="app" data-panel=${panel}>
      <${RoomList} />
      <${Conversation} />
      <${People} />
    </main>
    <${Dialogs} />
    <${Toasts} />
  `;
}
