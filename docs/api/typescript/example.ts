/**
 * What districts of a state tried, with what did not work and the account as plain text.
 *
 *     npm ci && npm run types && npm run check
 *     npx tsc && node generated/example.js https://portfolio.example
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api.js";

type Schemas = components["schemas"];
type Innovation = Schemas["Innovation"];
type Block = Schemas["Block"];
type State = NonNullable<
  NonNullable<paths["/innovations"]["get"]["parameters"]["query"]>["state"]
>[number];

/** The best answers to what somebody asks, with the places that say it as HTML. */
async function answersTo(words: string): Promise<string[]> {
  const { data, error } = await client.GET("/search", { params: { query: { q: words, facets: ["kind"] } } });
  if (!data) throw new Error(`${error.title}: ${error.detail}`);
  if (data.total === 0) return (data.instead ?? []).map((close) => `Try ${close.text}: ${close.count}`);
  return data.items.filter(isHit).map((hit) => `${hit.title} (${hit.kind}): ${hit.highlights.snippet}`);
}

/** `fields` would give parts of a card; a search without it gives whole ones. */
function isHit(item: Schemas["AnyHit"]): item is Schemas["Hit"] {
  return "highlights" in item && "themes" in item;
}

declare const process: { argv: string[] };
const site = process.argv[2] ?? "http://localhost:8000";
const client = createClient<paths>({ baseUrl: `${site}/api/v1` });

/** Yields every innovation from `state`, a page at a time: `next` leads on, and is null at the end. */
async function* innovationsOf(state: State): AsyncGenerator<Innovation> {
  let cursor: string | null = null;
  do {
    const { data, error }: Awaited<ReturnType<typeof page>> = await page(state, cursor);
    if (!data) throw new Error(`${error.title}: ${error.detail}`);
    yield* data.items.filter(isWhole);
    cursor = data.next;
  } while (cursor !== null);
}

function page(state: State, cursor: string | null) {
  const query = { state: [state], view: "full" as const, limit: 50, ...(cursor && { cursor }) };
  return client.GET("/innovations", { params: { query } });
}

/** A list can hold cards, and texts as Markdown; `view=full` without `format` asks for neither. */
function isWhole(item: Schemas["InnovationList"]["items"][number]): item is Innovation {
  return "body" in item && "problem_html" in item.body;
}

/** What a block says. Blocks are told apart by `type`; new types may come, and are passed over. */
function words(block: Block): string {
  switch (block.type) {
    case "heading":
    case "subheading":
      return block.value.text.toUpperCase();
    case "text":
      return block.value.html.replace(/<[^>]+>/g, " ");
    case "figure":
      return block.value.caption || block.value.picture.alt;
    case "quote":
      return `“${block.value.text}” (${block.value.name})`;
    case "fact":
      return `${block.value.number} ${block.value.label}`;
    case "table":
      return [block.value.head, ...block.value.rows].map((row) => row.join(" | ")).join("\n");
    case "video":
      return `${block.value.title}: ${block.value.url}`;
    case "file":
      return `${block.value.title} (${block.value.format}, ${block.value.size} bytes): ${block.value.url}`;
    default:
      return "";
  }
}

function account({ title, districts, url, body }: Innovation): string {
  const cost = body.cost.annual === null ? "not stated" : `$${body.cost.annual} a year`;
  const places = districts.map((district) => district.name).join(", ");
  return [title, places, `Cost: ${cost}`, ...body.practice.map(words), url].join("\n");
}

for (const line of await answersTo("school gardens")) console.log(line);
for await (const innovation of innovationsOf("PA")) {
  console.log(account(innovation), "\n");
}
