/** Something outside the program is not as it must be (a database, a port, a file): the message says which, and what to do. */
export class SetupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SetupError'
  }
}
