// Ports of this machine. Asked before anything is started on one: a server that answers there already would be taken for ours.
import { connect, createServer } from 'node:net';

const tried = ['127.0.0.1', '::1'];

/** Throws where something listens on a port, and says what to do. */
export async function mustBeFree(
  port: number,
  otherwise = `take another: npm run demo -- --port ${port + 1}`
): Promise<void> {
  const taken = await Promise.all(tried.map((host) => listens(host, port)));
  if (taken.includes(true)) {
    throw new Error(`port ${port} is in use: stop what listens there, or ${otherwise}`);
  }
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** A port of loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))
      );
    });
  });
}
