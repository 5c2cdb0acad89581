// Makes the pictures of the docs, after `npm run build`: `npm run pictures`, all; `npm run pictures -- panels [NAME-PREFIX]` or `-- pages [NAME]`, some.
// Fails when a state or a page cannot be drawn. The same code gives the same bytes.
import { writeDocument } from './pictures/document';
import { takePages } from './pictures/pages';
import { takePanels } from './pictures/panels';

const kinds: Record<string, (prefix: string) => Promise<string[]>> = { panels: takePanels, pages: takePages };

async function main(): Promise<void> {
  const [kind, prefix = ''] = process.argv.slice(2);
  if (kind !== undefined && !(kind in kinds)) {
    throw new Error(`there are no pictures of ${kind}: there are ${Object.keys(kinds).join(', ')}`);
  }
  const failures: string[] = [];
  for (const name of kind === undefined ? Object.keys(kinds) : [kind]) {
    const began = Date.now();
    failures.push(...(await kinds[name](prefix)));
    console.log(`── ${name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
  }
  writeDocument();
  if (failures.length > 0) {
    throw new Error(`could not be drawn:\n${failures.join('\n')}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
