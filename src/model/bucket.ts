/** A bucket of S3-compatible object storage, and how to get in. */
export type Bucket = {
  readonly name: string
  /** Folder within the bucket without slashes at its ends; empty: the bucket's own top. */
  readonly prefix: string
  /** http(s) address of the service, without a bucket; null: that of AWS in the region. */
  readonly endpoint: string | null
  readonly region: string
  /** Whether the bucket stands in the path or before the host name. */
  readonly addressing: 'path' | 'host'
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

export type BucketPlace = Pick<Bucket, 'name' | 'prefix' | 'endpoint' | 'addressing'> & { readonly region: string | null }

const OPTIONS = new Set(['endpoint', 'region', 'addressing'])

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…&addressing=path|host`; null when it is not of that form. A service with an address of
 * its own gets the bucket in the path unless told otherwise, AWS before the host.
 */
export function readBucketPlace(text: string): BucketPlace | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, pathname, searchParams } = new URL(text)
  const endpoint = searchParams.get('endpoint')
  const addressing = searchParams.get('addressing') ?? (endpoint === null ? 'host' : 'path')
  if (protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(hostname)) return null
  if ([...searchParams.keys()].some((name) => !OPTIONS.has(name))) return null
  if (addressing !== 'path' && addressing !== 'host') return null
  if (endpoint !== null && !isServiceAddress(endpoint)) return null
  const prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '')
  // Characters that every service and every signature agree on.
  if (!/^[A-Za-z0-9!_.*'()/-]*$/.test(prefix)) return null
  return {
    name: hostname,
    prefix,
    endpoint: endpoint?.replace(/\/+$/, '') ?? null,
    region: searchParams.get('region'),
    addressing,
  }
}

function isServiceAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, pathname } = new URL(text)
  return /^https?:$/.test(protocol) && `${search}${hash}${username}` === '' && pathname === '/'
}
