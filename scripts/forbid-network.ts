import dgram from 'node:dgram'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

// Preloaded by `npm run hostile` into the process and its threads: whoever asks for the network ends the run with an error.
const forbidden = (): never => {
  throw new Error('reading asked for the network')
}
net.Socket.prototype.connect = forbidden
dgram.Socket.prototype.send = forbidden
dgram.Socket.prototype.connect = forbidden
globalThis.fetch = forbidden
syncBuiltinESMExports()
