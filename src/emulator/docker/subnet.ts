/**
 * The addresses of one run's network, a /24: the gateway (this machine), the tasks', those of Service Connect names, and
 * the last ones left to the engine for whatever else is attached to the network.
 */
export interface Subnet {
  readonly cidr: string
  readonly gateway: string
  /** The engine's own share. */
  readonly range: string
  task(index: number): string | undefined
  name(index: number): string | undefined
}

const first = { task: 2, name: 160, other: 224 }

/** The first /24 of a network that the engine chose; `undefined` when it is smaller. */
export function subnet(cidr: string): Subnet | undefined {
  const found = /^(\d+\.\d+\.\d+)\.0\/(\d+)$/.exec(cidr)
  if (!found || Number(found[2]) > 24) return undefined
  const between = (from: number, to: number) => (index: number) => {
    return from + index < to ? `${found[1]}.${from + index}` : undefined
  }
  return {
    cidr: `${found[1]}.0/24`,
    gateway: `${found[1]}.1`,
    range: `${found[1]}.${first.other}/27`,
    task: between(first.task, first.name),
    name: between(first.name, first.other),
  }
}

/** Gives out what `address(0)`, `address(1)` … name, and takes it back. */
export class Pool {
  private readonly taken = new Set<string>()
  private readonly address: (index: number) => string | undefined
  private next = 0

  constructor(address: (index: number) => string | undefined) {
    this.address = address
  }

  take(): string | undefined {
    // Round and round, so that an address that was just given back is not the next one given out.
    for (let tries = 0; tries < 512; tries++) {
      const candidate = this.address(this.next)
      this.next = candidate === undefined ? 0 : this.next + 1
      if (candidate !== undefined && !this.taken.has(candidate)) {
        this.taken.add(candidate)
        return candidate
      }
    }
    return undefined
  }

  giveBack(address: string): void {
    this.taken.delete(address)
  }
}
