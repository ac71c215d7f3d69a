/* Plays a hand scanner, or a terminal, in a page: `strokes` are [text or name of a key, how, pause before it in ms].
   The times are stamped on the events as a browser stamps them, so that a slow device need not be waited for. */

const NAMED = { Enter: 13, Tab: 9, ArrowDown: 40, Alt: 18, Process: 229 };

window.play = (strokes) => {
  let at = performance.now() - strokes.reduce((sum, [, , pause]) => sum + pause, 0);
  for (const [what, how, pause] of strokes) {
    at += pause;
    HOW[how](what, at, document.activeElement);
  }
};

const press = (target, at, options) => {
  for (const type of ["keydown", "keyup"]) say(target, at, new KeyboardEvent(type, { bubbles: true, cancelable: true, ...options }));
};

const say = (target, at, event) => {
  Object.defineProperty(event, "timeStamp", { value: at });
  target.dispatchEvent(event);
};

const codeOf = (text) => (/\d/.test(text) ? `Digit${text}` : /[a-z]/i.test(text) ? `Key${text.toUpperCase()}` : { "]": "BracketRight", ":": "Semicolon", ";": "Semicolon" }[text] ?? "");
const named = (text) => (text in NAMED ? { key: text, code: text, keyCode: NAMED[text] } : null);

const write = (target, at, text, inputType) => {
  target.value += text;
  say(target, at, new InputEvent("input", { bubbles: true, data: text, inputType }));
};

const HOW = {
  us: (text, at, target) => press(target, at, named(text) ?? { key: text, code: codeOf(text), shiftKey: /[A-Z:]/.test(text) }),
  hangul: (text, at, target) => press(target, at, named(text) ?? { key: "Process", code: codeOf(text), keyCode: 229, shiftKey: /[A-Z]/.test(text) }),
  jamo: (text, at, target) => press(target, at, named(text) ?? { key: /\d/.test(text) ? text : "ㅂ", code: codeOf(text) }),
  numpad: (text, at, target) => press(target, at, named(text) ?? { key: text, code: `Numpad${text}` }),
  numlock: (text, at, target) => press(target, at, named(text) ?? { key: "End", code: `Numpad${text}` }),
  azerty: (text, at, target) => press(target, at, named(text) ?? { key: 'à&é"\'(-è_ç'[text], code: `Digit${text}` }),
  nocode: (text, at, target) => press(target, at, { ...(named(text) ?? { key: text }), code: "" }),
  keycode: (text, at, target) => press(target, at, { key: "Unidentified", code: "", keyCode: NAMED[text] ?? 48 + Number(text) }),
  wide: (text, at, target) => press(target, at, named(text) ?? { key: String.fromCodePoint(0xff10 + Number(text)), code: "" }),
  ctrl: (text, at, target) => press(target, at, { key: text, code: codeOf(text), ctrlKey: true }),
  commit: (text, at, target) => write(target, at, text, "insertText"),
  soft: (text, at, target) => {
    press(target, at, { key: "Unidentified", code: "", keyCode: 229 });
    write(target, at, text, "insertCompositionText");
  },
  alt: (text, at, target) => {
    const number = `0${text.charCodeAt(0)}`.slice(-4);
    const key = { bubbles: true, cancelable: true, altKey: true };
    say(target, at, new KeyboardEvent("keydown", { ...key, key: "Alt", code: "AltLeft" }));
    for (const digit of number) press(target, at, { ...key, key: digit, code: `Numpad${digit}` });
    say(target, at, new KeyboardEvent("keyup", { bubbles: true, key: "Alt", code: "AltLeft" }));
  },
  paste: (text, at, target) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    say(target, at, new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
  },
};
