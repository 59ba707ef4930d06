/**
 * The addresses of one run's network, a /22: the gateway (this machine), the tasks', those of Service Connect names, and
 * a quarter left to the engine for whatever else is attached to the network.
 */
export interface Subnet {
  readonly cidr: string
  readonly gateway: string
  /** The engine's own quarter. */
  readonly range: string
  task(index: number): string | undefined
  name(index: number): string | undefined
}

/** 64 of them. */
export function subnet(index: number): Subnet {
  const third = (index % 64) * 4
  const at = (block: number, host: number) => `10.213.${third + block}.${host}`
  return {
    cidr: `${at(0, 0)}/22`,
    gateway: at(0, 1),
    range: `${at(3, 0)}/24`,
    task: index => (index < 500 ? at(Math.floor((index + 2) / 256), (index + 2) % 256) : undefined),
    name: index => (index < 256 ? at(2, index) : undefined),
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
