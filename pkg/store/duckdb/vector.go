package duckdb

import (
	"strings"
	"unsafe"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// chunk is up to 2048 rows as Go slices over DuckDB's memory, valid until the next chunk is read.
type chunk struct {
	size    int
	vectors []tally.Vector
	kinds   []driver.Type
	bools   [][]bool // by column, for booleans
}

// value is one value as string, float64, int64, bool or nil.
func (c *chunk) value(column, row int) any {
	v := c.vectors[column]
	switch {
	case v.Missing(row):
		return nil
	case c.bools[column] != nil:
		return c.bools[column][row]
	case v.Ints != nil:
		return v.Ints[row]
	case v.Floats != nil:
		return v.Floats[row]
	case v.Texts != nil:
		return strings.Clone(v.Texts[row])
	}
	return nil
}

// reader flattens the vectors of chunks. DuckDB hands out dictionary and constant vectors as they are, and its interface for C cannot tell them from
// flat ones, so every vector is copied into a flat one of the reader's own.
type reader struct {
	types []driver.LogicalType
	flat  []driver.Vector
	all   driver.SelectionVector // 0, 1, 2, …
	long  []bool                 // the flat vector of texts holds memory of its own, which only ends with it
	chunk chunk
	texts [][]string
	wide  [][]int64
}

func newReader(result *driver.Result) *reader {
	n, size := int(driver.ColumnCount(result)), driver.VectorSize()
	r := &reader{all: driver.CreateSelectionVector(size), long: make([]bool, n), texts: make([][]string, n), wide: make([][]int64, n)}
	places := unsafe.Slice(driver.SelectionVectorGetDataPtr(r.all), int(size))
	for i := range places {
		places[i] = driver.SelT(i)
	}
	for i := range n {
		t := driver.ColumnLogicalType(result, driver.IdxT(i))
		r.types = append(r.types, t)
		r.flat = append(r.flat, driver.CreateVector(t, size))
		r.chunk.kinds = append(r.chunk.kinds, driver.GetTypeId(t))
	}
	r.chunk.vectors, r.chunk.bools = make([]tally.Vector, n), make([][]bool, n)
	return r
}

func (r *reader) destroy() {
	for i := range r.flat {
		driver.DestroyVector(&r.flat[i])
		driver.DestroyLogicalType(&r.types[i])
	}
	driver.DestroySelectionVector(&r.all)
}

func (r *reader) read(from driver.DataChunk) *chunk {
	c := &r.chunk
	c.size = int(driver.DataChunkGetSize(from))
	if c.size == 0 {
		return c
	}
	for i := range r.flat {
		if r.long[i] {
			driver.DestroyVector(&r.flat[i])
			r.flat[i], r.long[i] = driver.CreateVector(r.types[i], driver.VectorSize()), false
		}
		driver.VectorCopySel(driver.DataChunkGetVector(from, driver.IdxT(i)), r.flat[i], r.all, driver.IdxT(c.size), 0, 0)
		c.vectors[i], c.bools[i] = r.vector(i, c)
	}
	return c
}

func (r *reader) vector(i int, c *chunk) (v tally.Vector, bools []bool) {
	if mask := driver.VectorGetValidity(r.flat[i]); mask != nil {
		v.Valid = someMissing(unsafe.Slice((*uint64)(mask), (c.size+63)/64), c.size)
	}
	data := driver.VectorGetData(r.flat[i])
	switch c.kinds[i] {
	case driver.TypeDouble:
		v.Floats = unsafe.Slice((*float64)(data), c.size)
	case driver.TypeBigInt:
		v.Ints = unsafe.Slice((*int64)(data), c.size)
	case driver.TypeInteger:
		v.Ints = widened(r.wide[i], unsafe.Slice((*int32)(data), c.size))
		r.wide[i] = v.Ints
	case driver.TypeBoolean:
		bools = unsafe.Slice((*bool)(data), c.size)
		v.Ints = widenedBools(r.wide[i], bools)
		r.wide[i] = v.Ints
	case driver.TypeVarchar:
		v.Texts = r.strings(i, v, unsafe.Slice((*text)(data), c.size))
	}
	return v, bools
}

// someMissing is the mask where it marks any of the rows as missing, else nil: most columns have no missing values, and then nobody need look.
func someMissing(mask []uint64, rows int) []uint64 {
	for i, word := range mask {
		if left := rows - 64*i; left < 64 {
			word |= ^uint64(0) << left
		}
		if word != ^uint64(0) {
			return mask
		}
	}
	return nil
}

func widened(to []int64, from []int32) []int64 {
	to = to[:0]
	for _, x := range from {
		to = append(to, int64(x))
	}
	return to
}

func widenedBools(to []int64, from []bool) []int64 {
	to = to[:0]
	for _, x := range from {
		n := int64(0)
		if x {
			n = 1
		}
		to = append(to, n)
	}
	return to
}

// text is DuckDB's string: a length, and up to 12 bytes in place or 4 bytes and a pointer.
type text struct {
	length uint32
	prefix [4]byte
	rest   [8]byte
}

const inPlace = 12

func (r *reader) strings(column int, v tally.Vector, list []text) []string {
	texts := r.texts[column][:0]
	for i := range list {
		t := &list[i]
		switch {
		case v.Missing(i):
			texts = append(texts, "")
		case t.length <= inPlace:
			texts = append(texts, unsafe.String(&t.prefix[0], t.length))
		default:
			r.long[column] = true
			texts = append(texts, unsafe.String(*(**byte)(unsafe.Pointer(&t.rest)), t.length))
		}
	}
	r.texts[column] = texts
	return texts
}
