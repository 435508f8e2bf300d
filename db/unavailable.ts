import { SetupError } from '../src/model/setup-error.ts'

/** The database cannot be reached or used; the message says which, why, and what to do. */
export class DatabaseUnavailable extends SetupError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseUnavailable'
  }
}

/** The object storage of the snapshots cannot be reached or used; the message says why, and what to do. */
export class SnapshotStoreUnavailable extends SetupError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SnapshotStoreUnavailable'
  }
}
