/** Changes whenever the same bytes may be read differently; stored with every report version. */
export const READER_VERSION = '3'
