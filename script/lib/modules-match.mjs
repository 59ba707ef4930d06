// Whether node_modules is what package-lock.json asks for: npm's own record of what it installed is compared with the
// lock file, so that no second record can disagree. Packages for other platforms may be missing.
import { readFileSync } from 'node:fs'

const packages = file => JSON.parse(readFileSync(file, 'utf8')).packages

let installed
try {
  installed = packages('node_modules/.package-lock.json')
} catch {
  process.exit(1)
}
const { '': _root, ...wanted } = packages('package-lock.json')
const same = path =>
  installed[path]?.version === wanted[path].version && installed[path].integrity === wanted[path].integrity
const missing = Object.keys(wanted).filter(path => !same(path) && !(wanted[path].optional && !installed[path]))
const surplus = Object.keys(installed).filter(path => !wanted[path])
process.exit(missing.length + surplus.length > 0 ? 1 : 0)
