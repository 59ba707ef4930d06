/** docs/errors.md: every code of src/failure/code.ts, in groups. */
import { transformSync } from '@swc/core'

const GROUPS = {
  1: ['Inputs and the manifest', 'Nothing was tried: the run is `refused`, and all of them are told at once.'],
  2: ['Clusters and services', 'What is in ECS stands against it: the run is `refused`.'],
  3: ['Images, revisions and rollouts', 'What went wrong on the way; the message says whether anything was changed.'],
  5: ['AWS, credentials and time', 'What can happen with every call.'],
}

/** What code.ts exports. */
export const codesIn = async source => (await exportsOf(source)).CODES

/** What a source that imports nothing exports, read without a compiler's help: Node 20 does not read TypeScript. */
export async function exportsOf(source) {
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } })
  return await import(`data:text/javascript,${encodeURIComponent(code)}`)
}

const cell = text => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export function errorsPage(codes) {
  const sections = Object.entries(GROUPS).map(([digit, [title, words]]) => {
    const rows = Object.entries(codes)
      .filter(([code]) => code.startsWith(`EVK-${digit}`))
      .sort(([a], [b]) => a.localeCompare(b))
      .map(
        ([code, { means, mend }]) => `| <a id="${code.toLowerCase()}"></a>${code} | ${cell(means)} | ${cell(mend)} |`,
      )
    return [`## ${title}`, '', words, '', '| code | what it means | how it is mended |', '|---|---|---|', ...rows].join(
      '\n',
    )
  })
  return `${[
    '# Error codes',
    'Made from `src/failure/code.ts` by `node script/readme.mjs`. The message beside a code names what was found; here is what every one means.\nHow a run ends, and with which exit code, is in the [README](../README.md#how-it-decides-that-a-deploy-succeeded).',
    ...sections,
  ].join('\n\n')}\n`
}
