// The start of the page that is taken away: built by itself into server/static/offline/ (vite.offline.config.ts).

import { render } from "preact";
import "./offline.css";
import "../text/offline";
import { speakBy } from "../state/wording";
import { TAGS, wanted, wordsOf } from "../text/languages";
import { text } from "../text/text";
import { Offline } from "./Offline";
import { lying, type Told } from "./told";

const chosen = wanted("browser", navigator.languages);
speakBy(await wordsOf(chosen), chosen);
document.documentElement.lang = TAGS[chosen] ?? chosen;
document.title = text("offline.title");
render(<Offline told={JSON.parse(lying("told")) as Told} />, document.getElementById("page") as HTMLElement);
