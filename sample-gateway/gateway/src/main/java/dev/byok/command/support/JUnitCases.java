package dev.byok.command.support;

import java.io.PrintWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes what a command found as tests, in the format of Ant's JUnit task, which all CI servers read. */
public final class JUnitCases {

    private JUnitCases() {}

    /** How a test ended. */
    private enum End {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** One test; what it says may be empty. */
    public static final class Case {

        private final String name;
        private final End end;
        private final @Nullable String message;
        private final String text;
        private @Nullable String group;
        private @Nullable String file;
        private int line;

        private Case(String name, End end, @Nullable String message, String text) {
            this.name = name;
            this.end = end;
            this.message = message;
            this.text = text;
        }

        /** One that passed. */
        public static Case passed(String name, String text) {
            return new Case(name, End.PASSED, null, text);
        }

        /** One that failed, with a message of one line and a text that says more. */
        public static Case failed(String name, String message, String text) {
            return new Case(name, End.FAILED, message, text);
        }

        /** One that says nothing, neither good nor bad. */
        public static Case skipped(String name, String message) {
            return new Case(name, End.SKIPPED, message, "");
        }

        /** Puts it among others of its kind, and where it is written; returns it. */
        public Case at(String kind, String path, int number) {
            group = kind;
            file = path;
            line = number;
            return this;
        }

        private void write(String command, XMLStreamWriter xml) throws XMLStreamException {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", group == null ? command.replace(' ', '.') : group);
            xml.writeAttribute("name", name);
            if (file != null) {
                xml.writeAttribute("file", file);
                xml.writeAttribute("line", String.valueOf(line));
            }
            if (end != End.PASSED) {
                xml.writeStartElement(end == End.FAILED ? "failure" : "skipped");
                xml.writeAttribute("message", String.valueOf(message));
                xml.writeCharacters(text);
                xml.writeEndElement();
            } else if (!text.isEmpty()) {
                xml.writeStartElement("system-out");
                xml.writeCharacters(text);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
    }

    /** Prints a suite. */
    public static void print(String command, List<Case> cases, PrintWriter out) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", command);
            xml.writeAttribute("tests", String.valueOf(cases.size()));
            xml.writeAttribute("failures", count(cases, End.FAILED));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", count(cases, End.SKIPPED));
            for (Case each : cases) {
                each.write(command, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
        out.println();
    }

    private static String count(List<Case> cases, End end) {
        return String.valueOf(cases.stream().filter(each -> each.end == end).count());
    }
}
