package main

import (
	"bufio"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
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
	Test   string       `json:"test"`
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

// peers are idle workers.
type peers chan *worker

// startPeers starts a worker for each processor.
func startPeers(python string) (peers, error) {
	all := make(peers, runtime.GOMAXPROCS(0))
	for range cap(all) {
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
		if err := c.Start(); err != nil {
			return nil, fmt.Errorf("the peers' Python does not start: %w", err)
		}
		all <- &worker{command: c, in: in, out: bufio.NewReader(out)}
	}
	return all, nil
}

// stop lets every worker end.
func (p peers) stop() error {
	for range cap(p) {
		w := <-p
		w.in.Close()
		if err := w.command.Wait(); err != nil {
			return fmt.Errorf("a worker of the peers: %w", err)
		}
	}
	return nil
}

// judge asks an idle worker.
func (p peers) judge(s samples) (byTool map[string]answers, err error) {
	w := <-p
	defer func() { p <- w }()
	head, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriterSize(w.in, 1<<20)
	buffered.Write(append(head, '\n'))
	if err := binary.Write(buffered, binary.LittleEndian, s.rows); err != nil {
		return nil, err
	}
	if err := buffered.Flush(); err != nil {
		return nil, err
	}
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("a worker of the peers gave no answer: %w", err)
	}
	var answer struct{ Evidently, NannyML answers }
	if err := json.Unmarshal(line, &answer); err != nil {
		return nil, err
	}
	return map[string]answers{evidentlyTool: answer.Evidently, nannymlTool: answer.NannyML}, nil
}
