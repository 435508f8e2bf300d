/** A message could not be delivered. The text holds no address with a token and no password: it is shown to operators. */
export class SendFailure extends Error {
  /** `later`: may work when tried again; `never`: not before somebody has corrected something. */
  readonly fate: 'later' | 'never'
  /** No answer came, so that the message may have arrived nevertheless. */
  readonly maybeSent: boolean

  constructor(message: string, { fate, maybeSent = false }: { fate: 'later' | 'never'; maybeSent?: boolean }) {
    super(message)
    this.name = 'SendFailure'
    this.fate = fate
    this.maybeSent = maybeSent
  }
}
