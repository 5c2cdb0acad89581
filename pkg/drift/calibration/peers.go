package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

// Other tools judge the very rows that auto judges: a Python process for each processor reads them from a pipe (peers.py).

//go:embed peers.py
var peersProgram string

// The other tools, in the order of tables.
const (
	evidentlyTool = "Evidently"
	nannymlTool   = "NannyML"
)

// answers of one tool by run and window.
type answers struct {
	Scores [][]*float64 `json:"scores"` // larger is more drift; nil where it has none
	Calls  [][]bool     `json:"calls"`  // at its defaults
}

// score as a number: none is the least.
func (a answers) score(run, window int) float64 {
	if s := a.Scores[run][window]; s != nil && !math.IsNaN(*s) {
		return *s
	}
	return math.Inf(-1)
}

// samples are rows of equal runs, for a worker.
type samples struct {
	Kind    string `json:"kind"` // num | cat
	Rows    int    `json:"rows"` // of a window
	Chunks  int    `json:"chunks"`
	Windows int    `json:"windows"`
	Runs    int    `json:"runs"`
	rows    []float64
}

// worker is a Python process.
type worker struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// peers judge samples, by as many workers as there are processors, and remember what they said: their answers depend on the rows alone, so that a change of
// auto need not wait for them again.
type peers struct {
	python string
	memory string // the folder of remembered answers; "" for none
	start  sync.Once
	failed error
	idle   chan *worker // nil: none was needed yet
}

// workers are started when the first sample is new.
func (p *peers) workers() error {
	p.start.Do(func() {
		p.idle = make(chan *worker, runtime.GOMAXPROCS(0))
		for range cap(p.idle) {
			w, err := startWorker(p.python)
			if err != nil {
				p.failed = fmt.Errorf("the peers' Python does not start: %w", err)
				return
			}
			p.idle <- w
		}
	})
	return p.failed
}

func startWorker(python string) (*worker, error) {
	c := exec.Command(python, "-c", peersProgram)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &worker{command: c, in: in, out: bufio.NewReader(out)}, c.Start()
}

// stop lets every worker end.
func (p *peers) stop() error {
	for range len(p.idle) {
		w := <-p.idle
		w.in.Close()
		if err := w.command.Wait(); err != nil {
			return fmt.Errorf("a worker of the peers: %w", err)
		}
	}
	return nil
}

// judge asks a worker, unless these very rows were judged before.
func (p *peers) judge(s samples) (map[string]answers, error) {
	var question bytes.Buffer
	head, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	question.Write(append(head, '\n'))
	if err := binary.Write(&question, binary.LittleEndian, s.rows); err != nil {
		return nil, err
	}
	file := ""
	if p.memory != "" {
		file = filepath.Join(p.memory, fmt.Sprintf("%x.json", sha256.Sum256(append([]byte(peersProgram), question.Bytes()...))))
		if line, err := os.ReadFile(file); err == nil {
			return readAnswer(line)
		}
	}
	if err := p.workers(); err != nil {
		return nil, err
	}
	w := <-p.idle
	defer func() { p.idle <- w }()
	if _, err := w.in.Write(question.Bytes()); err != nil {
		return nil, err
	}
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("a worker of the peers gave no answer: %w", err)
	}
	answer, err := readAnswer(line)
	if err == nil && file != "" {
		err = remember(file, line)
	}
	return answer, err
}

func readAnswer(line []byte) (map[string]answers, error) {
	var answer struct{ Evidently, NannyML answers }
	if err := json.Unmarshal(line, &answer); err != nil {
		return nil, err
	}
	return map[string]answers{evidentlyTool: answer.Evidently, nannymlTool: answer.NannyML}, nil
}

// remember an answer; what is half written when the program is stopped is not found later.
func remember(file string, line []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file+".part", line, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".part", file)
}
