/**
 * copies.mjs FOLDER: the workflows as other tools can read them. `ours`, `examples` and a folder for each of the `shapes` for act
 * and actionlint (forAct), `examples-as-written` for zizmor, and `spoilt`, in which every tool has to find something.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../script/lib/demo/github.mjs'
import { shapeNames, shapeWorkflows } from '../shapes/shapes.mjs'
import { forAct, OUR_COMMIT } from './act/github.mjs'
import { OURSELVES, yamlExamples } from './examples.mjs'

const [target = ''] = process.argv.slice(2)
const put = (path, text) => {
  mkdirSync(dirname(join(target, path)), { recursive: true })
  writeFileSync(join(target, path), text)
}

/** actionlint reads what lies in the same folder, so there it is told where the action and the called workflows are. */
const forActionlint = text =>
  forAct(text)
    .replaceAll(`uses: ${OURSELVES}@${OUR_COMMIT}`, 'uses: ./')
    .replaceAll(new RegExp(`uses: ${OURSELVES}/(\\S+)@${OUR_COMMIT}`, 'g'), 'uses: ./$1')
    .replaceAll(`uses: ${OURSELVES}@v1`, 'uses: ./')
    .replaceAll(new RegExp(`uses: ${OURSELVES}/(\\S+)@v1`, 'g'), 'uses: ./$1')

const ours = readdirSync(join(root, '.github/workflows')).map(name => [
  name,
  readFileSync(join(root, '.github/workflows', name), 'utf8'),
])
const examples = yamlExamples()
  .filter(({ whole }) => whole)
  .map(({ at, text }) => [`example-${at.replace(/\W+/g, '-')}.yml`, text])
if (examples.length === 0) throw new Error('README and docs hold no workflow')

const shapes = shapeNames().map(shape => [
  `shapes/${shape}`,
  shapeWorkflows().flatMap(each => (each.shape === shape ? [[each.file, each.text]] : [])),
])
for (const [folder, files] of [['ours', ours], ['examples', [...ours, ...examples]], ...shapes]) {
  for (const [name, text] of files) put(`${folder}/.github/workflows/${name}`, forActionlint(text))
  for (const path of ['action.yml', 'dist/index.js']) {
    mkdirSync(dirname(join(target, folder, path)), { recursive: true })
    cpSync(join(root, path), join(target, folder, path))
  }
  mkdirSync(join(target, folder, '.git'))
}
for (const [name, text] of examples) put(`examples-as-written/.github/workflows/${name}`, text)

const bad = ours
  .filter(([name]) => name === 'ci.yml')
  .map(([, text]) => text.replace('run: script/test\n', `run: script/test $${'{{ github.head_ref }}'}\n`))
put('spoilt/.github/workflows/ci.yml', forActionlint(bad[0]))
mkdirSync(join(target, 'spoilt/.git'))
