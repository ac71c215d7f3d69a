/* The numbers of the door, as the desk's bar and the organizers' board show them. The server counts, nobody adds up. */

/** The numbers as texts for the slots `registered`, `arrived` and `inside`. */
export function asTexts({ registered, arrived, inside }) {
  const { lang } = document.documentElement;
  const texts = Object.entries({ registered, arrived, inside }).map(([name, number]) => [name, number.toLocaleString(lang)]);
  return Object.fromEntries(texts);
}
