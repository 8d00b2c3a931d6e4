// The page: where we are, then everything that draws it.

import "../focus.js";
import "./sidebar.js";
import "./room.js";
import { connect, readAddress } from "./state.js";

addEventListener("popstate", () => {
  readAddress();
  connect();
});
readAddress();
connect();
