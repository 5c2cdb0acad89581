package duckdb

/*
void tidelineTake(void *info, void *input, void *output);
typedef void (*tidelineTakeType)(void *, void *, void *);
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"unsafe"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Rows that are counted need not leave DuckDB in order. They are handed to a function that DuckDB calls like one of its own, on its own threads, with the
// vectors where they are: nothing is copied and nobody waits. Counting a million rows of 25 columns takes half as long as over a result that is streamed.

// takeFunction is that function's name in SQL: take(number of the reception, values of a row …). It gives 0.
const takeFunction = "tideline_take"

// reception takes the chunks of one running statement. Each thread brings its chunks to a desk that no other has at that time.
type reception struct {
	open func() func(*chunk) error // makes a desk

	mutex sync.Mutex
	idle  []*desk
	err   error
}

type desk struct {
	decoder *decoder
	take    func(*chunk) error
}

// receptions are those of all running statements, by number.
var receptions sync.Map

// takeEverywhere runs a scan. open is called once for each thread that takes part, and what it gives for each of that thread's chunks, in no order.
// No two calls that belong together overlap, and all have ended when takeEverywhere returns.
func (e *engine) takeEverywhere(ctx context.Context, scan *sql.Scan, open func() func(*chunk) error) error {
	r := &reception{open: open}
	number := rand.Int64() // nobody who may write SQL can guess it
	receptions.Store(number, r)
	defer receptions.Delete(number)
	_, err := e.all(ctx, scan.Into(takeFunction, number))
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.err != nil {
		return r.err
	}
	return err
}

// registerTake makes the function known to a database.
func registerTake(conn driver.Connection) error {
	f := driver.CreateScalarFunction()
	defer driver.DestroyScalarFunction(&f)
	driver.ScalarFunctionSetName(f, takeFunction)
	for _, t := range []struct {
		kind driver.Type
		use  func(driver.ScalarFunction, driver.LogicalType)
	}{
		{driver.TypeBigInt, driver.ScalarFunctionAddParameter},
		{driver.TypeAny, driver.ScalarFunctionSetVarargs},
		{driver.TypeTinyInt, driver.ScalarFunctionSetReturnType},
	} {
		logical := driver.CreateLogicalType(t.kind)
		t.use(f, logical)
		driver.DestroyLogicalType(&logical)
	}
	driver.ScalarFunctionSetVolatile(f)        // never left out, never called once for several rows
	driver.ScalarFunctionSetSpecialHandling(f) // called for rows with missing values too
	driver.ScalarFunctionSetFunction(f, unsafe.Pointer(C.tidelineTakeType(C.tidelineTake)))
	if driver.RegisterScalarFunction(conn, f) == driver.StateError {
		return errors.New("DuckDB refused the function that takes rows")
	}
	return nil
}

//export tidelineTake
func tidelineTake(info, input, output unsafe.Pointer) {
	rows, err := takeChunk(driver.DataChunk{Ptr: input})
	if err != nil {
		driver.ScalarFunctionSetError(driver.FunctionInfo{Ptr: info}, err.Error())
		return
	}
	clear(unsafe.Slice((*int8)(driver.VectorGetData(driver.Vector{Ptr: output})), rows))
}

// takeChunk hands a chunk, whose vectors DuckDB has made flat, to its reception.
func takeChunk(input driver.DataChunk) (rows int, err error) {
	if rows = int(driver.DataChunkGetSize(input)); rows == 0 {
		return 0, nil
	}
	first := driver.DataChunkGetVector(input, 0)
	found, ok := receptions.Load(*(*int64)(driver.VectorGetData(first)))
	if mask := driver.VectorGetValidity(first); !ok || mask != nil && *(*uint64)(mask)&1 == 0 {
		return rows, fmt.Errorf("%s is not for use in statements", takeFunction)
	}
	r := found.(*reception)
	defer func() {
		if p := recover(); p != nil { // a panic may not cross into DuckDB
			err = fmt.Errorf("counting panicked: %v\n%s", p, debug.Stack())
		}
		if err != nil {
			r.fail(err)
		}
	}()
	d := r.desk(input)
	c := &d.decoder.chunk
	c.size = rows
	for i := range c.kinds {
		d.decoder.decode(i, driver.DataChunkGetVector(input, driver.IdxT(i+1)))
	}
	if err := d.take(c); err != nil {
		return rows, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.idle = append(r.idle, d)
	return rows, nil
}

// desk is one that is free, or a new one.
func (r *reception) desk(input driver.DataChunk) *desk {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if last := len(r.idle) - 1; last >= 0 {
		d := r.idle[last]
		r.idle = r.idle[:last]
		return d
	}
	kinds := make([]driver.Type, driver.DataChunkGetColumnCount(input)-1)
	for i := range kinds {
		t := driver.VectorGetColumnType(driver.DataChunkGetVector(input, driver.IdxT(i+1)))
		kinds[i] = driver.GetTypeId(t)
		driver.DestroyLogicalType(&t)
	}
	return &desk{newDecoder(kinds), r.open()}
}

func (r *reception) fail(err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.err == nil {
		r.err = err
	}
}
