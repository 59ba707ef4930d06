/** Reads the manifest of a request. */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../edge/runner.ts'
import { Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { checkoutAdvice, findCheckouts } from '../image/inspect.ts'
import { parseManifest } from './document.ts'
import { type Manifest, select } from './manifest.ts'
import { type Request, timeFaults } from './request.ts'

/** The services that are meant, in the environment that is meant. */
export async function readManifest(request: Request, { run }: Pick<Runner, 'run'>): Promise<Manifest> {
  const { workspace } = run
  const text = await readWithin(workspace, request.manifest).catch(async () => {
    const what = `manifest ${quoted(request.manifest)} is not in ${workspace}`
    const [checkout] = await findCheckouts(workspace)
    const fix = checkout ? checkoutAdvice(checkout) : 'Run actions/checkout before, or set the input `manifest`.'
    throw new Refusal([{ code: 'EVK-109', what, fix }])
  })
  const manifest = select(parseManifest(text, request.manifest, request.environment), request.services)
  const faults = timeFaults(request, manifest)
  if (faults.length > 0) throw new Refusal(faults)
  return manifest
}

/** A link may lead about in the workspace, not out of it: what a refusal quotes would be a line of another file. */
async function readWithin(workspace: string, path: string): Promise<string> {
  const [root, file] = await Promise.all([realpath(workspace), realpath(join(workspace, path))])
  if (!file.startsWith(`${root}/`)) throw new Error(`${path} leads out of the workspace`)
  return await readFile(file, 'utf8')
}
