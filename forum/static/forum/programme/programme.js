/* The programme while it is open: what runs now stays true, and a star saves without leaving the page. */
import { keepNow } from "./now.js";
import { saveByStars } from "./stars.js";

keepNow(document.querySelector("[data-day]"));
saveByStars(document.querySelector("[data-agenda]"));
