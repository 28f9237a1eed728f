// The search box suggests places; without this script it is a plain form that lists them.
export function searchBox(autocomplete) {
  const form = document.querySelector("form.search");
  const plain = form?.querySelector("input[name=q]");
  if (!plain) return;
  let found = [];
  let asked = 0;
  const holder = document.createElement("div");
  plain.before(holder);
  plain.remove();
  autocomplete({
    element: holder,
    id: plain.id,
    name: "q",
    defaultValue: plain.value,
    placeholder: plain.placeholder,
    minLength: 2,
    autoselect: false,
    confirmOnBlur: false,
    showNoOptionsFound: true,
    tNoResults: () => "No place of that name. Press Enter to search evidence too.",
    source: async (text, answer) => {
      const mine = ++asked;
      const reply = await fetch(`/places/suggest.json?q=${encodeURIComponent(text)}`);
      if (!reply.ok || mine !== asked) return;
      found = (await reply.json()).areas;
      answer(found.map((area) => area.label));
    },
    onConfirm: (label) => {
      const area = found.find((one) => one.label === label);
      if (area) location.assign(area.href);
    },
  });
}
