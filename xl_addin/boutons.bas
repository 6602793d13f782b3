Attribute VB_Name = "bilan_social_boutons"
' Les boutons de la feuille du complement : chacun appelle une fonction Python de xl_addin.boutons.
' RunPython marche sous Windows et sur Mac.

Sub BilanControler()
    RunPython "import xl_addin.boutons; xl_addin.boutons.controler()"
End Sub

Sub BilanExporter()
    RunPython "import xl_addin.boutons; xl_addin.boutons.exporter()"
End Sub

Sub BilanImporter()
    Dim choisi As Variant
    choisi = Application.GetOpenFilename()
    If VarType(choisi) = vbBoolean Then Exit Sub
    ThisWorkbook.Names("bilan_txt").RefersToRange.Value = choisi
    RunPython "import xl_addin.boutons; xl_addin.boutons.importer()"
End Sub
