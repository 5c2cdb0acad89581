// Partitions by day: where a column holds the day of a row's time, a question reads its own days alone (docs/data-source.md).
import { isServer, keepsTables, type Source, type StoreSettings } from '../../../settings';

/** A server's tables and patterns of files may be partitioned; of telemetry the layout says how it is, and a single file has no parts. */
export const maybePartitioned = (store: StoreSettings, { file, layout, partition }: Source): boolean =>
  partition !== undefined ||
  (keepsTables(store) && layout === undefined && (isServer(store) || (file?.includes('*') ?? false)));
