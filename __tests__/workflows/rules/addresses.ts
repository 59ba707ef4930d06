/** Where `uses:` points and where the schema stands: written once, in package.json. */
import { blocks } from '../examples.mjs'
import type { Rule, View } from '../workflow.ts'

function written(view: View) {
  const { repository, version } = JSON.parse(view.read('package.json')) as {
    repository: { url: string }
    version: string
  }
  const name = /github\.com\/(.+?)(?:\.git)?$/.exec(repository.url)?.[1] ?? ''
  const schemaAt = (ref: string) => `https://raw.githubusercontent.com/${name}/${ref}/dist/evenkeel.schema.json`
  return {
    name,
    version,
    schema: schemaAt(`v${version}`),
    moving: schemaAt(`v${version.replace(/^0\..*/, '1').split('.')[0]}`),
  }
}

const NAMED = /(?:\buses: |github\.com\/|githubusercontent\.com\/)([\w.-]+\/evenkeel)\b/g
const SAID = ['SECURITY.md', '.github/ISSUE_TEMPLATE/config.yml', '.github/scripts/release-assets.sh', 'evenkeel.yml']

/** Nobody is invited to hand a role to another owner of the name. */
export const oneRepository: Rule = view => {
  const { name } = written(view)
  const texts = [...view.pages, ...view.texts, ...SAID.map(path => [path, view.read(path)] as const)]
  const found = texts.flatMap(([at, text]) => [...text.matchAll(NAMED)].map(([, each = '']) => ({ at, each })))
  return [
    ...(found.length >= 10 ? [] : ['there is nothing to look at']),
    ...found.filter(({ each }) => each !== name).map(({ at, each }) => `${at}: ${each} is not ${name}`),
  ]
}

const UNRELEASED = '# not released yet'

/** A tag that nobody has made yet is said to be none, in the very line. */
export const releasedOrSaid: Rule = view => {
  const { name } = written(view)
  const isReleased = /^## \[?\d+\.\d+\.\d+/m.test(view.read('CHANGELOG.md'))
  return view.pages.flatMap(([at, text]) =>
    text
      .split('\n')
      .filter(
        line => new RegExp(`^\\s*(- )?uses: ${name}\\S*@v\\d`).test(line) && line.includes(UNRELEASED) === isReleased,
      )
      .map(line => `${at}: ${line.trim()} ${isReleased ? 'is released' : 'is not'}`),
  )
}

/** Every manifest that can be copied begins with the schema of this release, and SchemaStore's entry leads to it. */
export const schemaNamed: Rule = view => {
  const { schema, moving, version } = written(view)
  const line = `# yaml-language-server: $schema=${schema}`
  const isManifest = (text: string) => /^services:/m.test(text) && /^(cluster|environments):/m.test(text)
  const manifests = [
    { at: 'evenkeel.yml', text: view.read('evenkeel.yml') },
    ...blocks(view.pages).filter(({ language, text }) => /^ya?ml$/i.test(language) && isManifest(text)),
  ]
  const entry = JSON.parse(view.read('docs/schemastore.json'))
  const { $id, title, description } = JSON.parse(view.read('dist/evenkeel.schema.json'))
  const same = { name: title, description, url: moving, versions: { [version]: schema } }
  return [
    ...(manifests.length >= 4 ? [] : ['there is nothing to look at']),
    ...manifests
      .filter(({ text }) => text.split('\n')[0] !== line)
      .map(({ at }) => `${at} does not begin with ${line}`),
    ...view.pages.flatMap(([at, text]) =>
      text
        .split('\n')
        .filter(each => each.includes('$schema=') && each.trim() !== line)
        .map(each => `${at}: ${each.trim()}`),
    ),
    ...($id === schema ? [] : [`dist/evenkeel.schema.json: ${$id}`]),
    ...Object.entries(same)
      .filter(([key, value]) => JSON.stringify(entry[key]) !== JSON.stringify(value))
      .map(([key]) => `docs/schemastore.json: ${key}`),
    ...(entry.fileMatch?.includes('evenkeel.yml') ? [] : ['docs/schemastore.json: fileMatch']),
  ]
}
