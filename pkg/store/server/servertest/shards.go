package servertest

import "fmt"

// OverTwoShards makes a table of ClickHouse that has the rows of another one cut over two shards, each of which is the same server.
func OverTwoShards(table, of string) string {
	return fmt.Sprintf("CREATE TABLE %s AS remote('127.0.0.1,127.0.0.1', view(SELECT * FROM %s WHERE cityHash64(toString(tuple(*))) %% 2 = shardNum() - 1))", table, of)
}
