/** A server of the S3 API for tests; it verifies signatures and keeps objects in a folder. Its one account is S3RVER with the secret S3RVER. */
declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net'

  class S3rver {
    constructor(options: {
      directory: string
      address: string
      port: number
      silent: boolean
      allowMismatchedSignatures: boolean
      /** Buckets are asked for at `BUCKET.s3.` and this name. */
      serviceEndpoint: string
      configureBuckets: readonly { readonly name: string }[]
    })
    run(): Promise<AddressInfo>
    close(): Promise<void>
  }
  export = S3rver
}
