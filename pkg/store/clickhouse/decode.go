package clickhouse

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// maxText bounds a single text of an answer, so that a broken one cannot ask for all memory.
const maxText = 64 << 20

// readValue reads one value of RowBinary as int64, float64, string, bool, []int64 or nil.
type readValue func(r *bufio.Reader) (any, error)

// readHeader reads the names and types of RowBinaryWithNamesAndTypes and gives the types.
func readHeader(r *bufio.Reader) (types []string, err error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, unexpected(err)
	}
	if n > 100_000 {
		return nil, fmt.Errorf("an answer of %d columns", n)
	}
	list := make([]string, 2*n)
	for i := range list {
		if list[i], err = readText(r); err != nil {
			return nil, unexpected(err)
		}
	}
	return list[n:], nil
}

// unexpected makes of an end between two values of a row what it is.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func readText(r *bufio.Reader) (string, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return "", err
	}
	if n > maxText {
		return "", fmt.Errorf("a text of %d bytes", n)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", unexpected(err)
	}
	return string(b), nil
}

// fixed reads a value of n bytes.
func fixed(n int, value func(b []byte) any) (readValue, error) {
	return func(r *bufio.Reader) (any, error) {
		b, err := r.Peek(n)
		if err != nil {
			if len(b) > 0 {
				err = unexpected(err)
			}
			return nil, err
		}
		v := value(b)
		_, err = r.Discard(n)
		return v, err
	}, nil
}

// reader makes the reader of a type. Statements cast what they answer, so these are all that come: whole numbers up to 64 bits (those beyond int64 are
// floats), floats, true and false, and texts.
func reader(typeName string) (readValue, error) {
	le := binary.LittleEndian
	base, inner, _ := strings.Cut(typeName, "(")
	inner = strings.TrimSuffix(inner, ")")
	switch base {
	case "UInt8":
		return fixed(1, func(b []byte) any { return int64(b[0]) })
	case "UInt16":
		return fixed(2, func(b []byte) any { return int64(le.Uint16(b)) })
	case "UInt32":
		return fixed(4, func(b []byte) any { return int64(le.Uint32(b)) })
	case "UInt64":
		return fixed(8, func(b []byte) any {
			x := le.Uint64(b)
			if x > math.MaxInt64 {
				return float64(x)
			}
			return int64(x)
		})
	case "Int8":
		return fixed(1, func(b []byte) any { return int64(int8(b[0])) })
	case "Int16":
		return fixed(2, func(b []byte) any { return int64(int16(le.Uint16(b))) })
	case "Int32":
		return fixed(4, func(b []byte) any { return int64(int32(le.Uint32(b))) })
	case "Int64":
		return fixed(8, func(b []byte) any { return int64(le.Uint64(b)) })
	case "Float32":
		return fixed(4, func(b []byte) any { return float64(math.Float32frombits(le.Uint32(b))) })
	case "Float64":
		return fixed(8, func(b []byte) any { return math.Float64frombits(le.Uint64(b)) })
	case "Bool":
		return fixed(1, func(b []byte) any { return b[0] != 0 })
	case "String":
		return func(r *bufio.Reader) (any, error) {
			s, err := readText(r)
			return s, err
		}, nil
	case "Nothing":
		return fixed(1, func([]byte) any { return nil })
	case "LowCardinality": // this format writes the values themselves
		return reader(inner)
	case "Nullable":
		return nullable(inner)
	case "Array":
		if inner == "UInt64" {
			return numbers, nil
		}
	}
	return nil, fmt.Errorf("values of type %s cannot be read", typeName)
}

// numbersAtOnce fit into a buffer of bufio.
const numbersAtOnce = 256

// numbers reads an array of numbers of rows.
func numbers(r *bufio.Reader) (any, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	if n > maxText/8 {
		return nil, fmt.Errorf("an array of %d numbers", n)
	}
	list := make([]int64, n)
	for rest := list; len(rest) > 0; {
		some := min(len(rest), numbersAtOnce)
		b, err := r.Peek(8 * some)
		if err != nil {
			return nil, unexpected(err)
		}
		for i := range some {
			rest[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
		}
		if _, err := r.Discard(8 * some); err != nil {
			return nil, err
		}
		rest = rest[some:]
	}
	return list, nil
}

func nullable(inner string) (readValue, error) {
	value, err := reader(inner)
	return func(r *bufio.Reader) (any, error) {
		missing, err := r.ReadByte()
		switch {
		case err != nil:
			return nil, err
		case missing == 1:
			return nil, nil
		case missing != 0:
			return nil, errors.New("a value is neither there nor missing")
		}
		v, err := value(r)
		return v, unexpected(err)
	}, err
}
