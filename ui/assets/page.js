// Runs for the past turns, the live turn and the source panel: `element`, `trigger` and `watch` are Gradio's.
const shared = (window.jianyan ??= { opener: null, target: "", folded: new Map(), newest: "" });
const isPanel = element.closest("#source") !== null;
const isLive = element.closest("#live") !== null;
const box = () => document.querySelector("#question textarea");
const column = () => document.querySelector("#source-column");
const onPhone = () => matchMedia("(max-width: 760px)").matches;

function write(text) {
  const field = box();
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

async function copy(button) {
  const source = button.closest(".reply").querySelector(".copied");
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    // The clipboard is closed to pages that are not served over https or from this machine.
    source.hidden = false;
    source.select();
    document.execCommand("copy");
    source.hidden = true;
  }
  button.textContent = "已复制";
  setTimeout(() => (button.textContent = "复制"), 1500);
}

function close() {
  column()?.classList.remove("open");
  shared.opener?.focus();
  shared.opener = null;
}

// What a new rendering forgets: which folds the reader moved, and which mark is open.
function restore() {
  for (const fold of element.querySelectorAll("details[data-key]")) {
    const key = fold.dataset.key;
    if (shared.folded.has(key)) fold.open = shared.folded.get(key);
  }
  for (const mark of document.querySelectorAll(".mark, .source-item"))
    mark.classList.toggle("active", mark.dataset.open === shared.target);
}

element.addEventListener("click", (event) => {
  const summary = event.target.closest("summary");
  if (summary) {
    const fold = summary.parentElement;
    shared.folded.set(fold.dataset.key, !fold.open);
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  const data = button.dataset;
  if (data.open !== undefined) {
    if (!isPanel) shared.opener = button;
    shared.target = data.open;
    shared.folded.delete("whole");
    column()?.classList.add("open");
    restore();
    trigger("select", { target: data.open });
  } else if (data.ask !== undefined) trigger("submit", { question: data.ask });
  else if (data.again !== undefined) trigger("submit", { question: data.again, again: true });
  else if (data.edit !== undefined) write(data.edit);
  else if (data.copy !== undefined) copy(button);
  else if (data.close !== undefined) close();
});

watch("value", () => {
  restore();
  if (isPanel) {
    const frame = column();
    const quote = element.querySelector("blockquote mark");
    if (frame && quote) {
      frame.scrollTop = 0;
      const below = quote.getBoundingClientRect().bottom - frame.getBoundingClientRect().bottom;
      if (below > 0) frame.scrollTop = below + 24;
    }
    if (onPhone() && column()?.classList.contains("open"))
      element.querySelector(".panel")?.focus({ preventScroll: true });
    return;
  }
  if (!isLive) return;
  const turn = element.querySelector(".turn");
  if (turn && turn.id !== shared.newest) turn.scrollIntoView({ block: "start" });
  if (!turn) shared.folded.clear();
  shared.newest = turn?.id ?? "";
});

if (isLive) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && column()?.classList.contains("open") && onPhone()) close();
  });
  // Enter that ends the choice of a character in an input method does not send the question.
  for (const kind of ["keydown", "keypress"])
    document.addEventListener(
      kind,
      (event) => {
        if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
      },
      true,
    );
}
