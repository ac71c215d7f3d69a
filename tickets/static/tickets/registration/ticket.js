/* The ticket page stays open without a line. */
import { keepOpen } from "./kept.js";

for (const { dataset } of document.querySelectorAll("[data-ticket-page] [data-kept]")) keepOpen(dataset.worker, [dataset.kept]);
