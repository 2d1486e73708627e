// Says once that the network is gone, and once that it is back; what is live catches up by itself.
import { toast } from "./toast.js";
import { word } from "./words.js";

let gone = null;

export function startOffline() {
  addEventListener("offline", () => {
    gone ??= toast(word("offline.gone"), { icon: "wifi-off", tone: "warn-c", stays: true });
  });
  addEventListener("online", () => {
    if (!gone) return;
    gone.remove();
    gone = null;
    toast(word("offline.back"), { icon: "circle-check", tone: "good-c" });
  });
}
