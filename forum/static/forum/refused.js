/* What somebody did by htmx and was refused is sent again as the plain form it is: its answer is a page that says
   why, and what to do. What never got an answer is said here. A part of the page that only asked for news keeps what
   it shows and asks again. */

import { forgetRefusal, refuse } from "./refusal.js";

const byForm = (handle) => ({ detail: { ctx } }) => ctx?.sourceElement instanceof HTMLFormElement && handle(ctx);

addEventListener("htmx:before:request", byForm(forgetRefusal));
addEventListener("htmx:response:error", byForm(({ sourceElement }) => sourceElement.submit()));
addEventListener("htmx:error", byForm(() => refuse({ code: "offline" })));
