// The page of the web door: a terminal on a websocket.
//
// To the server: a binary message is what was typed (UTF-8), a text message a size, "120x40".
// From the server: binary messages for the terminal; why it closes stands in the close frame.

import { Terminal } from "./xterm/xterm.mjs";
import { FitAddon } from "./xterm/addon-fit.mjs";
import { Unicode11Addon } from "./xterm/addon-unicode11.mjs";

const MESSAGE = 32 * 1024; // bytes; the server takes no more than twice as many at once
const COLUMNS = [20, 300]; // least and most, as the server has them
const ROWS = [5, 100];
const SMALLEST = 8; // pixels of a letter

const element = (id) => document.getElementById(id);
const encoder = new TextEncoder();

const terminal = new Terminal({
  allowProposedApi: true, // for the widths of Unicode 11
  fontFamily: "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace",
  fontSize: Math.max(SMALLEST, Number(new URLSearchParams(location.search).get("size")) || 16),
  macOptionIsMeta: true,
  scrollback: 0,
});
const fit = new FitAddon();
terminal.loadAddon(fit);
terminal.loadAddon(new Unicode11Addon());
terminal.unicode.activeVersion = "11";
terminal.open(element("screen"));

let socket = null;

function fill() {
  const room = fit.proposeDimensions();
  if (!room?.cols || !room?.rows) return; // not laid out yet
  const within = ([least, most], number) => Math.min(Math.max(number, least), most);
  terminal.resize(within(COLUMNS, room.cols), within(ROWS, room.rows));
}

function connect() {
  element("notice").hidden = true;
  terminal.reset();
  fill();
  const address = new URL("session", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.search = `?cells=${terminal.cols}x${terminal.rows}`;
  address.hash = "";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.onmessage = (message) => terminal.write(new Uint8Array(message.data));
  socket.onclose = (end) => {
    socket = null;
    tell(end.reason || "The connection was lost, or could not be made.", "Come back", connect);
  };
  terminal.focus();
}

function send(data) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const bytes = encoder.encode(data);
  for (let at = 0; at < bytes.length; at += MESSAGE) socket.send(bytes.subarray(at, at + MESSAGE));
}

function tell(words, button, then, text = null) {
  element("words").textContent = words;
  element("text").hidden = text === null;
  element("text").value = text ?? "";
  element("again").textContent = button;
  element("again").onclick = then;
  element("notice").hidden = false;
  if (text === null) element("again").focus();
  else element("text").select();
}

// Copying: the program sends the text by OSC 52. That it asks for the clipboard is not answered.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed, or the page did not come by https.
    const back = () => { element("notice").hidden = true; terminal.focus(); };
    tell("The browser keeps its clipboard to itself. Copy the text from here (Ctrl+C):", "Go on reading", back, text);
  }
}

terminal.parser.registerOscHandler(52, (data) => {
  const coded = data.slice(data.indexOf(";") + 1);
  if (coded === "?" || coded === "") return true;
  try {
    copy(new TextDecoder().decode(Uint8Array.from(atob(coded), (sign) => sign.charCodeAt(0))));
  } catch {
    console.warn("a copy that is not base64 was left out");
  }
  return true;
});

terminal.attachCustomKeyEventHandler((event) => {
  // Left to the browser: to paste, and to copy what is selected. Without a selection Ctrl+C goes to the program.
  const key = (event.ctrlKey || event.metaKey) && !event.altKey ? event.key.toLowerCase() : "";
  return !(key === "v" || (key === "c" && terminal.hasSelection()));
});

terminal.onData(send);
terminal.onResize(({ cols, rows }) => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(`${cols}x${rows}`);
});
new ResizeObserver(fill).observe(element("screen"));

element("aloud").onclick = () => {
  terminal.options.screenReaderMode = true;
  terminal.focus();
};

// The token has done its work: it must not stay in the address bar and the history.
const here = new URL(location.href);
if (here.searchParams.has("token")) {
  here.searchParams.delete("token");
  history.replaceState(null, "", here);
}

connect();
