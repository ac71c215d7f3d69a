/* The organizers' list of desks, as they stand now. */
import { client } from "../../forum/live/page.js";
import { followDesks } from "../desks/live.js";

followDesks([...document.querySelectorAll("[data-desks]")], client);
client.start();
