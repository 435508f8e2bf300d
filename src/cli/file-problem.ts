const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: '文件不存在 no such file; check the path',
  EACCES: '无权读取 no permission to read it; check its owner and mode',
}

/** What is wrong with a file that could not be opened, and what to do; null for any other error. */
export function fileProblem(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)) return null
  return FILE_PROBLEMS[error.code] ?? `cannot be opened (${error.code})`
}
