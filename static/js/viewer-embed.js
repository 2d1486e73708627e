// A model in a frame of another site: the viewer and nothing else of the site's own behaviour.
import { start } from "./viewer.js";

start(document);
