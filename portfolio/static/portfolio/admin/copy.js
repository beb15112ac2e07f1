// Buttons that copy a field's text. Without this script they stay hidden, and the field can be selected.

const SHOWN_FOR = 3000;

/** Copy by the old way where the page was not opened over https, which the clipboard asks for. */
async function copy(field) {
    field.select();
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    if (!document.execCommand("copy")) throw new Error("not copied");
}

function start(button) {
    const field = document.getElementById(button.dataset.copy);
    const label = button.textContent;
    const speaker = document.createElement("span");
    speaker.className = "w-sr-only";
    speaker.setAttribute("role", "status");
    button.after(speaker);
    button.hidden = false;
    button.addEventListener("click", async () => {
        const said = await copy(field).then(() => button.dataset.copied, () => button.dataset.failed);
        button.textContent = speaker.textContent = said;
        setTimeout(() => { button.textContent = label; speaker.textContent = ""; }, SHOWN_FOR);
    });
    field.addEventListener("focus", () => field.select());
}

document.querySelectorAll("[data-copy]").forEach(start);
