/** Opens the manifest, and says why it cannot. */
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { checkoutAdvice, findCheckouts } from '../image/inspect.ts'
import { textIn } from './source.ts'

/** A link may lead about in the workspace, not out of it: what a refusal quotes would be a line of another file. */
export async function openManifest(path: string, workspace: string): Promise<string> {
  const root = await realpath(workspace).catch(() => workspace)
  const file = await realpath(join(workspace, path)).catch(error => refuse(error))
  if (!file.startsWith(`${root}/`) && file !== root) {
    const what = `manifest ${quoted(path)} is a link that leads out of the workspace`
    throw new Refusal([{ code: 'EVK-109', what, fix: 'Put the file itself there, or a link to one of the workspace.' }])
  }
  return textIn(await readFile(file).catch(error => refuse(error)), path)

  async function refuse(error: { readonly code?: unknown }): Promise<never> {
    throw new Refusal([await faultOf(error.code, path, workspace)])
  }
}

async function faultOf(code: unknown, path: string, workspace: string): Promise<Fault> {
  const at = `manifest ${quoted(path)}`
  const why = UNREADABLE[String(code)]
  if (why !== undefined) return { code: 'EVK-109', what: `${at} ${why}`, fix: 'Set the input `manifest` to a file.' }
  const near = await nearest(path, workspace)
  const what = `${at} is not in ${workspace}${near}`
  const [checkout] = await findCheckouts(workspace)
  const fix = checkout ? checkoutAdvice(checkout) : 'Run actions/checkout before, or set the input `manifest`.'
  return { code: 'EVK-109', what, fix: `${fix} ${WITHOUT}` }
}

const WITHOUT =
  'One service needs no file: leave `manifest` out, and set `cluster`, `service`, and `image` or `context`.'

const UNREADABLE: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder',
  EACCES: 'may not be read by the user of this job',
  ELOOP: 'is a link that leads to itself',
}

/** `.yaml` for `.yml` and the like, a slip in the name, or the same name in another usual folder. */
async function nearest(path: string, workspace: string): Promise<string> {
  const [folder, name] = [dirname(path), basename(path)]
  const other = name.replace(/\.ya?ml$/, ending => (ending === '.yml' ? '.yaml' : '.yml'))
  const [here = [], ...elsewhere] = await Promise.all(
    [folder, '.', '.github', 'deploy'].map(async each => {
      const names = await readdir(join(workspace, each)).catch(() => [])
      // a link to nothing is there itself
      return names.map(found => join(each, found)).filter(found => found !== join(path))
    }),
  )
  const same = [...here, ...elsewhere.flat()].find(each => [name, other].includes(basename(each)))
  return same === undefined ? suggestion(join(path), here) : `, did you mean ${quoted(same)}?`
}
