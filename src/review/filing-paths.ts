/** The board of a district and year. */
export function boardPath(district: string, year: number): string {
  return `${matrixPath(district)}/${year}`
}

/** All years of a district beside each other. */
export function matrixPath(district: string): string {
  return `/filings/${encodeURIComponent(district)}`
}
