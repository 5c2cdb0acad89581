import { createServer, type AddressInfo } from 'node:net';
import { mustBeFree } from '../tools/port';

test('a port on which something listens is refused with what to do, and is free again afterwards', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(mustBeFree(port)).rejects.toThrow(`port ${port} is in use: stop what listens there, or take another`);
  await new Promise((resolve) => server.close(resolve));
  await expect(mustBeFree(port)).resolves.toBeUndefined();
});
