/* What somebody did by htmx and was refused is sent again as the plain form it is: its answer is a page that says
   why, and what to do. A part of the page that only asked for news keeps what it shows and asks again. */

addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.sourceElement instanceof HTMLFormElement) ctx.sourceElement.submit();
});
