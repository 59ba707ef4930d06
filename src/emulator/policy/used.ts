/** What callers were allowed to do and did: the permissions a role would have needed. */
import type { Asked } from '../ledger.ts'

export interface Used {
  readonly accessKeyId: string
  readonly action: string
  readonly resources: string[]
  calls: number
}

export function permissionsUsed(asked: readonly Asked[]): Used[] {
  const found = new Map<string, Used>()
  for (const { accessKeyId, permissions, error } of asked) {
    if (error?.startsWith('AccessDenied')) continue
    for (const { action, resource } of permissions) {
      const used = found.get(`${accessKeyId} ${action}`) ?? { accessKeyId, action, resources: [], calls: 0 }
      if (!used.resources.includes(resource)) used.resources.push(resource)
      used.calls++
      found.set(`${accessKeyId} ${action}`, used)
    }
  }
  return [...found.values()].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0))
}
