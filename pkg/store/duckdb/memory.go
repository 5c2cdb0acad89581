package duckdb

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Memory is what the engines of this process hold. Every data source with the same folders shares one.
type Memory struct {
	Bytes   int64
	Limit   int64 // of all engines together
	Spilled int64 // in temporary files
}

// MemoryUse asks the engines of this process.
func MemoryUse(ctx context.Context) (Memory, error) {
	engines.mutex.Lock()
	defer engines.mutex.Unlock() // none is closed meanwhile
	var all Memory
	for _, e := range engines.byRoot {
		rows, err := e.all(ctx, sql.Statement{Text: "SELECT CAST(sum(memory_usage_bytes) AS BIGINT), CAST(sum(temporary_storage_bytes) AS BIGINT), " +
			"CAST(parse_formatted_bytes(current_setting('memory_limit')) AS BIGINT) FROM duckdb_memory()"})
		if err != nil {
			return all, fmt.Errorf("DuckDB does not tell its memory: %w", err)
		}
		for i, to := range []*int64{&all.Bytes, &all.Spilled, &all.Limit} {
			n, _ := rows[0][i].(int64)
			*to += n
		}
	}
	return all, nil
}
