/** Round robin that knows who was tried already. */
export class Turn {
  private next = 0

  pick<T extends { readonly key: string }>(servers: readonly T[], tried: ReadonlySet<string>): T | undefined {
    for (let step = 0; step < servers.length; step++) {
      const server = servers[(this.next + step) % servers.length]
      if (server && !tried.has(server.key)) {
        this.next = (this.next + step + 1) % servers.length
        return server
      }
    }
    return undefined
  }
}
