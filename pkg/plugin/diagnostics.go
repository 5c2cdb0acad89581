package plugin

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// processBegan: what is counted is counted from then on.
var processBegan = time.Now()

// diagnostics is what the page of that name shows: of the process, which all data sources share, and of this data source's queries. What other data sources
// ask is not told: they may be other organisations'.
type diagnostics struct {
	Since  time.Time              `json:"since"`
	Cache  cacheInfo              `json:"cache"`
	Memory memoryInfo             `json:"memory"`
	Models []telemetry.ModelCosts `json:"models"`
	Slow   []telemetry.SlowQuery  `json:"slow"`
	// SlowFrom is how many seconds a query takes at least that is among the slow ones.
	SlowFrom float64 `json:"slowFrom"`
}

// cacheInfo is how full the cache is. Bytes are an estimate of what its answers hold.
type cacheInfo struct {
	Bytes   int64 `json:"bytes"`
	Limit   int64 `json:"limit"`
	Entries int   `json:"entries"`
	Evicted int64 `json:"evicted"`
}

// memoryInfo is what the process holds, in bytes; 0 where it is not known.
type memoryInfo struct {
	Resident    int64 `json:"resident"`
	Engine      int64 `json:"engine"` // of it DuckDB's
	EngineLimit int64 `json:"engineLimit"`
	Spilled     int64 `json:"spilled"` // in DuckDB's temporary files
}

func (d *Datasource) diagnose(r *http.Request) (any, error) {
	kept := sharedCache().State()
	memory, err := memoryUse(r.Context())
	if err != nil {
		return nil, err
	}
	return diagnostics{Since: processBegan.UTC(), Cache: cacheInfo{kept.Bytes, kept.Capacity, kept.Entries, kept.Evicted}, Memory: memory,
		Models: d.account.Models(), Slow: d.account.SlowQueries(), SlowFrom: telemetry.Slow.Seconds()}, nil
}

func memoryUse(ctx context.Context) (memoryInfo, error) {
	engine, err := duckdb.MemoryUse(ctx)
	return memoryInfo{resident(), engine.Bytes, engine.Limit, engine.Spilled}, err
}

// resident is the memory of the process as the system counts it; 0 where it does not say (elsewhere than on Linux).
func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
