/* Draws the description of the API. What is tried out goes with this browser's session, and CSRF's proof of it. */

const { schema } = document.getElementById("description").dataset;
const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

window.SwaggerUIBundle({
  url: schema,
  dom_id: "#description",
  deepLinking: true,
  requestInterceptor(request) {
    const isOurs = new URL(request.url, location.href).origin === location.origin;
    if (isOurs && request.method && request.method !== "GET") request.headers["X-CSRFToken"] = csrf();
    return request;
  },
});
